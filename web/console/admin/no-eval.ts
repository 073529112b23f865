import { config } from 'zod'

// Schemas that compile themselves ask first whether they may, which the page's policy refuses and reports.
config({ jitless: true })

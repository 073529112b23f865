import { config } from 'zod'

// By default zod tests whether it may compile code. The page's policy blocks that test and reports it.
config({ jitless: true })

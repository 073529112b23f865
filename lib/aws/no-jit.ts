import * as z from 'zod'

/**
 * Zod compiles code for a schema when it first reads an object, which a start pays for and few later requests win back.
 * Each schema looks at this setting when it is made, so import this file before them.
 */
z.config({ jitless: true })

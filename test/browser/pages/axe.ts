import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

/** The source of axe that the Playwright package brings. */
const { source } = createRequire(fileURLToPath(import.meta.resolve('@axe-core/playwright')))('axe-core') as {
  readonly source: string
}

interface Axe {
  configure(options: { readonly allowedOrigins: readonly string[] }): void
  run(context: Document, options: object): Promise<{ readonly violations: readonly Violation[] }>
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

type WithAxe = typeof globalThis & { readonly axe: Axe }

/**
 * Injects axe into a window and its frames once: all rules then take a fifth of a second. `AxeBuilder` injects it for
 * each check, which takes ten times as long.
 */
export async function layOutAxe(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    await frame.evaluate(source)
    await frame.evaluate(() => (globalThis as WithAxe).axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] }))
  }
}

/** All violations of axe's rules in a window and its frames. `leaves`: rules that do not apply. */
export async function findViolations(page: Page, leaves: readonly string[]) {
  // Axe checks the size of targets, a rule of WCAG 2.2, only if enabled.
  const rules = { 'target-size': { enabled: true }, ...Object.fromEntries(leaves.map(id => [id, { enabled: false }])) }
  const violations = await page.evaluate(
    async options => {
      const found = await (globalThis as WithAxe).axe.run(document, options)
      return found.violations
    },
    { rules, resultTypes: ['violations'] },
  )
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])
}

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const TOKEN = /--([\w-]+): light-dark\(oklch\((.+?)\), oklch\((.+?)\)\);/g
const tokens = readFileSync(new URL('../web/shared/tokens.css', import.meta.url), 'utf8')
const SCHEMES = { light: 2, dark: 3 } as const

describe.each(Object.entries(SCHEMES))('the tokens of the %s theme', (_scheme, group) => {
  const colours = new Map([...tokens.matchAll(TOKEN)].map(match => [match[1], match[group] ?? '']))
  const contrast = (one: string, other: string) => {
    const [darker = 0, lighter = 0] = [one, other].map(name => luminance(colours.get(name) ?? '')).sort((a, b) => a - b)
    return (lighter + 0.05) / (darker + 0.05)
  }

  it.each(['text', 'text-2', 'text-3', 'waiting', 'late'])('let people read --%s on a selected row', name => {
    expect(contrast(name, 'selected')).toBeGreaterThan(4.5)
  })

  it('set a selected row apart from the others', () => {
    expect(contrast('accent', 'ground')).toBeGreaterThan(3)
    expect(contrast('selected', 'ground')).toBeGreaterThan(1.15)
    expect(contrast('selected', 'sunken')).toBeGreaterThan(1.08)
  })
})

/** Returns the relative luminance (WCAG) of `L% C h`, with the matrices of CSS Color 4. */
function luminance(oklch: string): number {
  const [percent = Number.NaN, chroma = Number.NaN, hue = Number.NaN] = oklch.split(' ').map(Number.parseFloat)
  const [l, a, b] = [percent / 100, chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const rgb = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
  const [red = 0, green = 0, blue = 0] = rgb.map(part => Math.min(1, Math.max(0, part)))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

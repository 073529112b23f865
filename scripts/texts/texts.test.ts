import { describe, expect, it } from 'vitest'
import { apiTexts } from './api.ts'
import { commandTexts, errorTexts, fieldTexts, logTexts } from './code.ts'
import { parse, type Text } from './source.ts'
import { titleTexts } from './titles.ts'

const source = (...lines: readonly string[]) => parse('a.ts', lines.join('\n'))
const shown = (texts: readonly Text[]) => texts.map(({ line, text }) => `${line}: ${text}`)

describe('apiTexts', () => {
  it('lists each summary, and any other text once', () => {
    const operation = (operationId: string) => ({
      operationId,
      summary: 'Reads it.',
      parameters: [{ name: 'q', in: 'query', schema: { description: 'Words.' } }],
      responses: { 404: { description: '`bot.not_found`, `route.not_found`' } },
    })
    const document = { paths: { '/a': { get: operation('readA') }, '/b': { get: operation('readB') } } }

    expect(apiTexts(document)).toEqual([
      { place: 'readA', text: 'Reads it.' },
      { place: 'readA.q', text: 'Words.' },
      { place: 'readB', text: 'Reads it.' },
    ])
  })
})

describe('the texts of the code', () => {
  it('errorTexts lists details with their codes and lines', () => {
    const texts = errorTexts(
      source(
        "const why = 'it is too deep'",
        'if (deep) throw new InterludeError("a.b", why)',
        `throw new InterludeError('c.d', \`at most \${max} of \${'them'}\`)`,
        "throw new InterludeError('e.f')",
        "throw new Error('not one of these')",
      ),
    )
    expect(shown(texts)).toEqual(['2: a.b: it is too deep', "3: c.d: at most {max} of {'them'}", '4: e.f (no detail)'])
  })

  it('fieldTexts lists messages about fields, and no others', () => {
    const texts = fieldTexts(
      source(
        "const A = z.string().regex(/a/, 'must be an a')",
        "const B = A.refine(isB, { error: 'must be a b', path: ['b'] })",
        "report('was cut to fit')",
        "log.warn('it was cut')",
        "throw new InterludeError('a.b', 'it is wrong')",
      ),
    )
    expect(shown(texts)).toEqual(['1: must be an a', '2: must be a b', '3: was cut to fit'])
  })

  it('logTexts lists log messages', () => {
    const texts = logTexts(source("app.log.warn('input mended', { by: 'a b' })", "console.log('not this one')"))
    expect(shown(texts)).toEqual(['1: input mended'])
  })

  it('commandTexts lists the help and the output, and no types or keys', () => {
    const texts = commandTexts(
      source(
        'const HELP = `Does it.\n\n  --now  does it now`',
        "type Kind = 'this one' | 'that one'",
        "console.log('It is done.', 'utf8')",
      ),
    )
    expect(shown(texts)).toEqual(['1: Does it.\n\n  --now  does it now', '5: It is done.'])
  })
})

describe('the titles of tests', () => {
  it('are listed below the titles of their blocks', () => {
    const texts = titleTexts(
      source(
        "describe('a store', () => {",
        "  describe.each(['sqlite'])('over %s', name => {",
        "    it('keeps it', () => {})",
        "    it.each([1, 2])('keeps %s', async n => { await keep(n) })",
        '  })',
        '})',
        `it.runIf(isLinux)(\`runs on \${platform}\`, () => {}, 5_000)`,
      ),
    )
    expect(shown(texts)).toEqual([
      '3: a store › over %s › keeps it',
      '4: a store › over %s › keeps %s',
      '7: runs on {platform}',
    ])
  })
})

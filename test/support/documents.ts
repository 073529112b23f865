import { defined } from '../../lib/defined.ts'
/** A link of a Markdown page: the target as written, without its title. */
export interface Link {
  readonly path: string
  /** The part after `#`, if there is one. */
  readonly anchor?: string
}

const FENCE = /^ *(```|~~~)[\s\S]*?^ *\1$/gm
const INLINE_CODE = /(`+)[^`][\s\S]*?\1/g
const LINK = /\[(?:[^\][]|\[[^\]]*\])*\]\(([^()\s]+)(?: "[^"]*")?\)/g

/** Returns all links of a page that lead to a file of the repository or to a heading. Links to other sites are left out. */
export function linksOf(page: string): readonly Link[] {
  const prose = page.replace(FENCE, '').replace(INLINE_CODE, 'code')
  return [...prose.matchAll(LINK)]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target))
    .map(target => {
      const [path = '', anchor] = target.split('#')
      return { path: decodeURI(path), ...defined({ anchor }) }
    })
}

/** Returns the anchors that GitHub gives the headings of a page. A repeated heading gets `-1`, `-2` and so on. */
export function anchorsOf(page: string): readonly string[] {
  const seen = new Map<string, number>()
  return [...page.replace(FENCE, '').matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-')
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    return before === 0 ? slug : `${slug}-${before}`
  })
}

/** Returns the headings of the second level, in order. */
export function sectionsOf(page: string): readonly string[] {
  return [...page.replace(FENCE, '').matchAll(/^## +(.+?) *$/gm)].map(([, heading = '']) => heading)
}

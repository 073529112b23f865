import type { LinkTexts } from './en.ts'

export const de: LinkTexts = {
  links: 'Links',
  opens: 'öffnet einen neuen Tab',
  linksFailed: 'Die Links konnten nicht geladen werden.',
}

import type { LinkTexts } from './en.ts'

export const fr: LinkTexts = {
  links: 'Liens',
  opens: 's’ouvre dans un nouvel onglet',
  linksFailed: 'Les liens n’ont pas pu être chargés.',
}

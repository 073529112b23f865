import { aboutPages } from '../complaints/pages.ts'
import type { Deployment } from '../deployment.ts'
import type { Plant } from './plant.ts'

const properties = ({ template }: Deployment, id: string): Record<string, unknown> =>
  template.Resources[id]!.Properties as Record<string, unknown>

/** Replaces a text in the JSON of a resource. */
const rewrite = ({ template }: Deployment, id: string, from: string, to: string) => {
  const text = JSON.stringify(template.Resources[id])
  if (!text.includes(from)) throw new Error(`${id} has no ${from}`)
  template.Resources[id] = JSON.parse(text.replace(from, to))
}

export const PAGED: readonly Plant[] = [
  {
    what: 'a page that takes inline scripts',
    plant: deployment =>
      rewrite(deployment, 'ConsoleHeaders', "script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    check: aboutPages,
    complaint: /^\/console has the content-security-policy .*'unsafe-inline'.* instead of /,
  },
  {
    what: 'a console in a frame of another site',
    plant: deployment => rewrite(deployment, 'ConsoleHeaders', 'DENY', 'SAMEORIGIN'),
    check: aboutPages,
    complaint: /^\/ has the x-frame-options SAMEORIGIN instead of DENY/,
  },
  {
    what: 'a loader that other origins cannot load',
    plant: deployment => rewrite(deployment, 'LoaderHeaders', '"cross-origin"', '"same-origin"'),
    check: aboutPages,
    complaint: /^\/widget\.js has the cross-origin-resource-policy same-origin instead of cross-origin/,
  },
  {
    what: 'a frame page with the frame policy of the console',
    plant: deployment => rewrite(deployment, 'Distribution', '"WidgetHeaders"', '"ConsoleHeaders"'),
    check: aboutPages,
    complaint: /^\/widget\/ has the content-security-policy .*frame-ancestors 'none'/,
  },
  {
    what: 'an API whose answers are cached',
    plant: deployment => rewrite(deployment, 'Distribution', '"/api/*"', '"/apis/*"'),
    check: aboutPages,
    complaint: /^\/api\/v1\/me does not go to the API/,
  },
  {
    what: 'a router that drops the query of an alert’s link, or a kind of file',
    plant: deployment => rewrite(deployment, 'PagesRouter', '|svg|', '|'),
    check: aboutPages,
    complaint:
      /^\/console\/favicon\.svg leads to \/console\/index\.html at the edge, and here to \/console\/favicon\.svg/,
  },
  {
    what: 'a bucket that may become public',
    plant: deployment => {
      properties(deployment, 'Pages').PublicAccessBlockConfiguration = { BlockPublicAcls: true }
    },
    check: aboutPages,
    complaint: /^the bucket of the pages may become public/,
  },
  {
    what: 'a bucket that any distribution can read',
    plant: deployment => rewrite(deployment, 'PagesPolicy', ':distribution/', ':distribution/*'),
    check: aboutPages,
    complaint: /^others than this distribution/,
  },
]

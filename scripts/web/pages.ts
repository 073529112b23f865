import { randomUUID } from 'node:crypto'
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront'
import { S3Client } from '@aws-sdk/client-s3'
import { buildIfNeeded } from '../../local/web/build.ts'
import { WEB_FOLDER } from '../../local/web/sources.ts'
import { bucketOf } from './bucket.ts'
import { pageFilesOf } from './deployed.ts'
import { uploadPages } from './upload.ts'

type Outputs = Readonly<Partial<Record<string, string>>>

/** The AWS clients, which tests point at their own endpoint. */
export interface Clients {
  readonly s3: S3Client
  readonly cloudFront: CloudFrontClient
}

/** CloudFront is a global service. Its requests are signed for this region. */
const CLOUDFRONT_REGION = 'us-east-1'

export const clientsOf = (region: string): Clients => ({
  s3: new S3Client({ region }),
  cloudFront: new CloudFrontClient({ region: CLOUDFRONT_REGION }),
})

/** Builds the pages if their sources changed. Throws an error that says why the build failed. */
export async function buildPages(): Promise<void> {
  const built = await buildIfNeeded({ building: () => console.log('Building the console and the widget …') })
  if (built.status === 'failed')
    throw new Error(`${built.output}\n\nThe build of the pages failed. Nothing was deployed.`)
}

/** Uploads changed files of the pages, and invalidates them in CloudFront. Returns a summary to print. */
export async function deployPages(outputs: Outputs, { s3, cloudFront }: Clients, folder = WEB_FOLDER): Promise<string> {
  const { PagesBucket: bucket, DistributionId } = outputs
  if (!bucket || !DistributionId) throw new Error('the stack has no bucket for the pages or no distribution')
  const { put, deleted, changed } = await uploadPages(bucketOf(s3, bucket), await pageFilesOf(folder, outputs))
  if (changed.length > 0) {
    const Paths = { Quantity: changed.length, Items: [...changed] }
    const InvalidationBatch = { CallerReference: randomUUID(), Paths }
    await cloudFront.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }))
  }
  return `Pages: uploaded ${put.length} files, invalidated ${changed.length} in CloudFront, deleted ${deleted.length} old files.`
}

/** Empties the bucket of the pages, since CloudFormation deletes only empty buckets. */
export async function removePages({ PagesBucket: name }: Outputs, { s3 }: Pick<Clients, 's3'>): Promise<void> {
  // A deployment of an earlier version has no such bucket.
  if (!name) return
  const bucket = bucketOf(s3, name)
  await bucket.delete([...(await bucket.list()).keys()])
}

/** What `npm run remove` leaves behind, by logical id in the template, under which output its name is, and why. */
export const KEPT = [
  {
    id: 'Table',
    output: 'TableName',
    what: 'the table with all conversations',
    why: 'nothing brings them back',
  },
] as const

/** What to tell who removed a deployment. `outputs`: as they were before. */
export function leftBehind(outputs: Readonly<Partial<Record<string, string>>>, region: string): string {
  const lines = KEPT.map(
    ({ output, what, why }) => `  ${outputs[output] ?? '(its name is not known)'}: ${what}; ${why}`,
  )
  const table = outputs.TableName ?? 'TABLE'
  return [
    'Left behind on purpose, and no longer part of any stack:',
    ...lines,
    'It costs its storage and its backups (point-in-time recovery). To delete it, too, for good:',
    `  aws dynamodb update-table --region ${region} --table-name ${table} --no-deletion-protection-enabled`,
    `  aws dynamodb delete-table --region ${region} --table-name ${table}`,
    "Gone: the functions, their logs, agents' accounts, the topics and who was subscribed, the dead letters.",
  ].join('\n')
}

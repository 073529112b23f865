/**
 * The resources that `npm run remove` keeps: their logical ids in the template, the outputs with their names, and why.
 */
export const KEPT = [
  {
    id: 'Table',
    output: 'TableName',
    what: 'the table with all conversations',
    why: 'it is their only copy',
  },
] as const

/** The message after the removal of a deployment. `outputs`: the stack's outputs before it. */
export function leftBehind(outputs: Readonly<Partial<Record<string, string>>>, region: string): string {
  const lines = KEPT.map(({ output, what, why }) => `  ${outputs[output] ?? '(unknown name)'}: ${what}; ${why}`)
  const table = outputs.TableName ?? 'TABLE'
  return [
    'Kept on purpose, and no longer part of a stack:',
    ...lines,
    'You still pay for its storage and its backups (point-in-time recovery). To delete it for good:',
    `  aws dynamodb update-table --region ${region} --table-name ${table} --no-deletion-protection-enabled`,
    `  aws dynamodb delete-table --region ${region} --table-name ${table}`,
    "Deleted: the functions, their logs, agents' accounts, the topics and their subscriptions, the dead letters.",
  ].join('\n')
}

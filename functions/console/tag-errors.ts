import { InterludeError } from '../../lib/protocol/problem.ts'

/**
 * Carries out a command that adds tags. Its refusal of a tag names the field `add`; `fieldOf` makes the path of the field
 * in which this request has the tag.
 */
export async function withTagsIn<T>(fieldOf: (path: string) => string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof InterludeError) || !error.code.startsWith('tag.')) throw error
    const fields = error.fields.map(field => ({ ...field, path: fieldOf(field.path) }))
    throw new InterludeError(error.code, error.message, { fields })
  }
}

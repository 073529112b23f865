import type { Http } from '../../../lib/client/index.ts'
import { NewBotForm } from './NewBotForm.tsx'
import { useStepTexts } from './texts/useStepTexts.ts'

/** Lets an admin make the first bot. */
export function FirstBot({ http }: { http: Http }) {
  const { title, welcome } = useStepTexts()
  return (
    <div className="mx-auto flex h-full max-w-120 flex-col gap-4 overflow-y-auto p-4 shell:pt-16">
      <h1 className="font-medium text-title">{title}</h1>
      <NewBotForm http={http} about={welcome} bots={[]} />
    </div>
  )
}

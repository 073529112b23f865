import { Circle, CircleCheck, CircleDashed, type LucideIcon } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import type { StepState } from './steps.ts'
import { useStepTexts } from './texts/useStepTexts.ts'

const LOOKS: Readonly<Record<StepState, { readonly Icon: LucideIcon; readonly look: string }>> = {
  done: { Icon: CircleCheck, look: 'text-person' },
  open: { Icon: Circle, look: 'text-text-3' },
  unknown: { Icon: CircleDashed, look: 'text-waiting' },
}

/** One step with its state. One that is to be done shows how, and goes on to do so when it is done meanwhile. */
export function StepCard({ title, state, children }: { title: string; state: StepState; children: ReactNode }) {
  const steps = useStepTexts()
  const id = useId()
  const [chosen, setChosen] = useState<boolean | undefined>()
  const [wasToDo, setToDo] = useState<boolean>(state === 'open')
  if (state === 'open' && !wasToDo) setToDo(true)
  const isOpen = chosen ?? wasToDo
  const { Icon, look } = LOOKS[state]
  return (
    <li className="flex flex-col gap-3 border-line border-t py-4">
      <div className="flex flex-wrap items-center gap-2">
        <Icon size={20} aria-hidden="true" className={`shrink-0 ${look}`} />
        <h2 id={`${id}title`} className="font-medium text-log">
          {title}
        </h2>
        <span className="text-text-2">{steps.states[state]}</span>
        <Button
          kind="quiet"
          className="ms-auto"
          aria-expanded={isOpen}
          aria-controls={`${id}body`}
          aria-label={`${isOpen ? steps.close : steps.open}: ${title}`}
          onClick={() => setChosen(!isOpen)}
        >
          {isOpen ? steps.close : steps.open}
        </Button>
      </div>
      <section
        id={`${id}body`}
        aria-labelledby={`${id}title`}
        hidden={!isOpen}
        className="flex flex-col gap-3 shell:ps-7"
      >
        {isOpen && children}
      </section>
    </li>
  )
}

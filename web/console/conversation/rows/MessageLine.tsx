import { useTexts } from '../../texts/useTexts.ts'
import { Content } from '../content/Content.tsx'
import type { Fate } from '../facts.ts'
import { useScene } from '../scene.ts'
import { speakerName } from '../speaker.ts'
import type { RowProps } from './props.ts'
import { RedeliverButton } from './RedeliverButton.tsx'
import { Speech } from './Speech.tsx'

/** Shows a message. */
export function MessageLine({ row: { entry, isTurnStart, fate } }: RowProps<'message'>) {
  const { who } = useTexts()
  const { name } = useScene()
  const { type } = entry.by
  return (
    <Speech
      side={type}
      name={speakerName(entry.by, name, who)}
      at={entry.at}
      isTurnStart={isTurnStart}
      look={fate === undefined ? '' : LOOK_OF[fate.status]}
      below={fate && <FateLine fate={fate} seq={entry.seq} />}
    >
      <Content said={entry} isTyped={type === 'user' || type === 'agent'} />
    </Speech>
  )
}

const LOOK_OF: Readonly<Record<Fate['status'], string>> = {
  undeliverable: 'outline-1 outline-late border-late!',
  resent: '',
  withheld: 'outline-1 outline-dashed outline-bot opacity-80',
}

function FateLine({ fate, seq }: { fate: Fate; seq: number }) {
  const { log } = useTexts()
  switch (fate.status) {
    case 'undeliverable':
      return (
        <p className="flex flex-wrap items-center justify-end text-late text-small">
          {log.notDelivered}
          <RedeliverButton seq={seq} failure={fate.seq} />
        </p>
      )
    case 'resent':
      return <p className="text-small text-text-3">{log.resent}</p>
    case 'withheld':
      return <p className="text-bot text-small">{fate.isUnsure ? log.perhapsSent : log.heldBack}</p>
    default:
      return fate satisfies never
  }
}

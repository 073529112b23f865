import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTexts } from '../../texts/useTexts.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import type { Additions } from './additions.ts'
import { ADD_LOOK } from './look.ts'

/** Loads when it is first opened. */
const AddMenu = lazy(async () => ({ default: (await import('./AddMenu.tsx')).AddMenu }))

/** Opens the menu of what can be added to an answer. */
export function AddButton(additions: Additions) {
  const { composer } = useTexts()
  const [isLoaded, setLoaded] = useState(false)
  const button = (
    <IconButton label={composer.add} aria-haspopup="menu" onClick={() => setLoaded(true)} className={ADD_LOOK}>
      <Plus size={16} aria-hidden="true" />
    </IconButton>
  )
  return isLoaded ? (
    <Suspense fallback={button}>
      <AddMenu {...additions} />
    </Suspense>
  ) : (
    button
  )
}

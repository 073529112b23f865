import { Link } from 'wouter'
import { pathOf } from '../app/paths.ts'
import { useServer } from '../data/server.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button, buttonClasses } from '../ui/Button.tsx'
import { hide, useHidden } from './hidden.ts'
import { useStepTexts } from './texts/useStepTexts.ts'

/** Takes the steps out of the navigation, or puts them back. */
export function HideSteps() {
  const steps = useStepTexts()
  const { admin } = useTexts()
  const { botId } = useServer()
  const isHidden = useHidden(botId) === 'hidden'
  return (
    <div className="flex flex-wrap items-center gap-3 border-line border-t pt-4">
      <Button onClick={() => hide(botId, isHidden ? undefined : 'hidden')}>{isHidden ? steps.show : steps.hide}</Button>
      <Link to={pathOf({ page: 'bot', botId })} className={buttonClasses('quiet')}>
        {admin.open}
      </Link>
      <span role="status" className="text-text-2">
        {isHidden ? steps.hiddenNow : ''}
      </span>
    </div>
  )
}

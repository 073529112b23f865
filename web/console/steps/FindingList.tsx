import { CircleAlert, TriangleAlert } from 'lucide-react'
import { english } from '../../../lib/doctor/english.ts'
import { type Finding, inWords } from '../../../lib/doctor/findings.ts'
import { useStepTexts } from './texts/useStepTexts.ts'

/** Lists what `interlude doctor` finds beside the steps. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const { findings: texts } = useStepTexts()
  return (
    <section aria-label={texts.title} className="flex flex-col gap-3 border-line border-t pt-4">
      <h2 className="font-medium text-log">{texts.title}</h2>
      {findings.length === 0 ? (
        <p className="text-text-2">{texts.none}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {findings.map(finding => (
            <FindingItem key={`${finding.code} ${JSON.stringify(finding.facts)}`} finding={finding} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** One finding: what is wrong, why it matters, and how to mend it. */
export function FindingItem({ finding }: { finding: Finding }) {
  const { findings: texts, words } = useStepTexts()
  const { what, why, mend } = inWords({ ...english, ...words }, finding)
  const isWrong = finding.severity === 'wrong'
  const Icon = isWrong ? TriangleAlert : CircleAlert
  return (
    <li className="flex items-start gap-2">
      <Icon size={18} aria-hidden="true" className={`mt-px shrink-0 ${isWrong ? 'text-late' : 'text-waiting'}`} />
      <div className="flex min-w-0 flex-col wrap-anywhere">
        <p className="font-medium">
          {texts.severity[finding.severity]}: {what}
        </p>
        <p className="text-text-2">
          {texts.why}: {why}
        </p>
        <p className="text-text-2">
          {texts.mend}: {mend}
        </p>
        {finding.field !== undefined && (
          <p className="text-text-3">
            {texts.field}: <code>{finding.field}</code>
          </p>
        )}
      </div>
    </li>
  )
}

import type { ReplayReport } from '../replay/report.ts'
import type { Answer } from './answer.ts'
import { table } from './table.ts'

/** The report of an exercise or a trial, as a table and as JSON; `more` stands beside its keys there. */
export function reportAnswer(title: string, report: ReplayReport, more: object = {}): Answer {
  const { '5': in5, '15': in15, '30': in30 } = report.answered_within
  const rows: [string, number][] = [
    ['areas warned', report.warned],
    ['places affected', report.affected],
    ['required of them', report.required],
    ['  uncovered before', report.uncovered_before],
    ['  uncovered after', report.uncovered_after],
    ['people called', report.called],
    ['  acknowledged', report.acknowledged],
    ['  … within 5 minutes', in5],
    ['  … within 15 minutes', in15],
    ['  … within 30 minutes', in30],
    ['  accepted', report.accepted],
    ['  arrived', report.arrived],
    ['evidence late', report.late_evidence],
    ['rows not placed', report.unplaced],
    ['seconds it took', report.seconds],
  ]
  const lines = rows.map(([what, n]) => [what, n.toLocaleString('en')])
  const failed = report.faults.map(({ what, code, reason, times }) => `  ${what}: ${code}, ${reason} (${times} ×)`)
  const parts = [title, table(['', { header: '', right: true }], lines)]
  if (failed.length > 0) parts.push(['What failed on the way, while the rest went on:', ...failed].join('\n'))
  return { data: { ...report, ...more }, text: parts.join('\n\n') }
}

import type { Step } from './step.ts'
import { callStep } from './steps/call.ts'
import { climbStep } from './steps/climb.ts'
import { forgetStep } from './steps/forget.ts'
import { gapsStep } from './steps/gaps.ts'
import { indexStep } from './steps/index.ts'
import { planStep } from './steps/plan.ts'
import { requireStep } from './steps/require.ts'
import { rollupStep } from './steps/rollup.ts'
import { sendStep } from './steps/send.ts'
import { undoStep } from './steps/undo.ts'
import { warnStep } from './steps/warn.ts'

/**
 * The whole program's movement, in the order in which one thing leads to the next:
 *
 *   warning ─► area ─► places ─► requirements ─► gaps ─► plan ─► duties ─► call-out ─► answers ─► records ─► … ─► board
 *
 * Answers and records come in from people (apps/server) and change requirements in their own transaction; everything
 * else is a step here. A step is asked for by the act that makes it necessary, through the agenda.
 */
export const FLOW: readonly Step[] = [
  warnStep, //    warnings that came in: which stand, which are superseded or over; zones of campaigns
  undoStep, //    acts that are being undone, a piece at a time: duties given again, people called back
  requireStep, // zones × playbook × level: what is required where, what no longer is, who is stood down
  gapsStep, //    what time alone has changed: shifts that began or ended, evidence that is late
  planStep, //    gaps that the playbook lets a plan fill: duties given, or a proposal offered
  callStep, //    one summons for everybody who holds a duty and was not asked yet
  climbStep, //   ladders that are due: call, redial, deputy, superior
  sendStep, //    messages out through their channels
  rollupStep, //  counts of a district into the nodes above it
  indexStep, //   names that came in, into what search reads
  forgetStep, //  names that nobody bears any more, out of it
]

import { CONSOLE } from '../../src/domain/audit/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from './cap-message.ts'
import { COUNTY, polygonOf } from './county.ts'
import { capTime, type Scene } from './scene.ts'

/** The lane of the exercise that stories begin. */
export const DRILL = 'drill'

/** Begins an exercise whose own clock stands at `then`: village 1 is warned in it for so many milliseconds. */
export async function beginDrill(scene: Scene, then: Date, lastsMs: number): Promise<void> {
  await scene.db.write(
    scene.now(),
    (tx) => tx`
      insert into exercise (lane, district, seed, starts, ends, now_at, state, started_at, seen_at)
      values (${DRILL}, ${COUNTY}, 1, ${then}, ${then}, ${then}, 'paused', ${scene.now()}, ${scene.now()})`,
  )
  const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
  const [sent, expires] = [capTime(then), capTime(new Date(then.getTime() + lastsMs))]
  const xml = cap({ identifier: 'X-1', severity: 'Minor', sent, expires, area })
  const { warnings } = readCap(xml)
  await takeWarnings(scene.db, then, CONSOLE, { lane: DRILL, source: 'story', warnings, raw: xml })
  await runDue(scene.db, DRILL, then, scene.gear)
}

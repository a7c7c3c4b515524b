import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import type { Duty } from '../../src/domain/duties/model.ts'
import { noteAbsence } from '../../src/domain/gaps/by-hand/absence.ts'
import { undoDuties } from '../../src/domain/gaps/by-hand/undo.ts'
import { afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { readDuties } from '../../src/domain/imports/read-duties.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { leaveUnit } from '../../src/domain/people/actions.ts'
import { COUNTY } from '../harness/county.ts'
import { csv, features, importer, people, SOLE_ROLES } from '../harness/import-world.ts'
import { refTo } from '../harness/scene.ts'
import { useStandDowns } from '../harness/stand-downs.ts'

const { scene, summonsesOf, queuedTo, heardBy, callHolder, endHeld, replaceHeld, yesterday } = useStandDowns()
const { apply } = importer(scene.world)

const me = (code: string) => ({ district: COUNTY, id: scene.id(code) })

/** Another county, into which a place may be moved. */
const NEXT = '361129'
const nextCounty = () =>
  scene.db.write(scene.now(), async (tx) => {
    await tx`
      insert into area (code, parent, district, level, kind, name, path, shape)
      select ${NEXT}, '3611', ${NEXT}, 2, 'county', 'Next', array['36', '3611', ${NEXT}], shape from area where code = ${COUNTY}`
  })

/** Every way in which what somebody was called for may be theirs no more. */
const WAYS: [title: string, act: (duty: Duty) => Promise<unknown>][] = [
  ['is ended', endHeld],
  ['is put into another’s hands', (duty) => replaceHeld(duty, 'P1-6')],
  ['is taken back a moment after it was given', ({ id }) => undoDuties(scene.db, scene.now(), CONSOLE, COUNTY, [id])],
  [
    'is given up by somebody who falls ill',
    () => noteAbsence(scene.db, scene.now(), CONSOLE, COUNTY, { person: 'P1-4', kind: 'away', release: true }),
  ],
  ['is held by somebody who leaves', () => leaveUnit(scene.db, scene.now(), CONSOLE, me('P1-4'), 'U1', afterLeaving)],
  [
    'is held by somebody who has left by a new list of people',
    async () => apply(await people(`code,name,unit,to\nP1-4,P1-4,U1,${yesterday()}\n`)),
  ],
  [
    'has ended by a list of duties',
    async (duty) => {
      const reading = readDuties(
        await csv(
          `place,role,holder,from,to\nS01,responsible,P1-4,${duty.starts.toISOString()},${scene.now().toISOString()}\n`,
        ),
        { zone: '+08:00' },
      )
      return apply({ source: 'duties.csv', what: 'duties', reading, soleRoles: SOLE_ROLES })
    },
  ],
  [
    'is at a place that a newer file puts into another county',
    async () => {
      await nextCounty()
      const [place] = await scene.rows<{ geom: string }>('place', `code = 'S01'`)
      const [shape] = await scene.db.read(
        (tx) => tx<{ geom: string }[]>`select st_asgeojson(geom) as geom from place where code = 'S01'`,
      )
      expect(place).toBeDefined()
      const table = await features([{ code: 'S01', area: NEXT }, JSON.parse(shape?.geom ?? '{}')])
      return apply({ source: 'dam.geojson', what: 'places', reading: readPlaces(table, { kind: 'dam-section' }) })
    },
  ],
  [
    'is required no more',
    () =>
      scene.warn([], {
        identifier: 'W-2',
        msgType: 'Cancel',
        references: refTo('W-1', new Date(scene.now().getTime() - MINUTE)),
        info: null,
      }),
  ],
]

describe('whoever was called for a duty alone is stood down in the act, if it', () => {
  test.each(WAYS)('%s', async (_, act) => {
    const duty = await callHolder()
    expect(heardBy('P1-4')).toEqual(['call'])
    await act(duty)
    const [summons] = await summonsesOf('P1-4')
    expect(summons?.stood_down_at).toEqual(scene.now())
    expect(await queuedTo('P1-4')).toMatchObject([{ lane: 'actual', address: '+86 P1-4' }])
    await scene.run()
    expect(heardBy('P1-4')).toEqual(['call', 'stand-down'])
    await scene.pass(2 * HOUR)
    expect(heardBy('P1-4')).toEqual(['call', 'stand-down'])
  })
})

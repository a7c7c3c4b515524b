/** The other two processes of the benchmark of viewers: `serve URL` tells its port, `play URL` the lane of its exercise. */
import { beginPlaying } from '../../src/apps/exercise/run.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { wallClock } from '../../src/base/clock.ts'
import { openDb } from '../../src/db/connect.ts'

/** An hour of the flood a minute. */
const SPEED = 60

const [role, url = ''] = process.argv.slice(2)
const db = await openDb({ url })
if (role === 'serve') {
  const app = await makeServer({ db, clock: wallClock })
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.(user + system)
  })
  await app.listen({ port: 0 })
  const address = app.server.address()
  process.send?.(typeof address === 'object' ? address?.port : null)
} else {
  const { exercise, done } = await beginPlaying(db, { speed: SPEED })
  process.send?.(exercise.lane)
  await done
}

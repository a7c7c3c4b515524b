/** The thread that gives a folder's signs of life. It says so and ends where the folder's mark is somebody else's. */
import { parentPort, workerData } from 'node:worker_threads'
import { BEAT_MS, type BeatStart, beatOnce } from './beat.ts'

const start = workerData as BeatStart

const timer = setInterval(() => {
  if (isOurs()) return
  clearInterval(timer)
  parentPort?.postMessage('lost')
}, BEAT_MS)

/** A mark that cannot be put back, such as on a full disk, is tried again. */
function isOurs(): boolean {
  try {
    return beatOnce(start, new Date())
  } catch {
    return true
  }
}

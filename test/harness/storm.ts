import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { floodText } from './county.ts'
import type { Scene } from './scene.ts'

/** The rules of the flood playbook against another danger: typhoons. */
export async function loadStorm(scene: Scene): Promise<void> {
  const text = floodText()
    .replace(/^playbook: flood$/m, 'playbook: storm')
    .replace(/^events: .*$/m, 'events: [typhoon]')
  await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(text, 'storm.yaml'), text))
}

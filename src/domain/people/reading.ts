import type { Viewer } from '../audit/model.ts'

/** Whether somebody may read how people are reached: fewer may than may read who they are. For now, whoever runs the desk. */
export function mayReadContacts(viewer: Viewer): boolean {
  return viewer.kind === 'console'
}

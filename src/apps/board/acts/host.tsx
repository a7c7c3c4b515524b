import { lazy, type ReactNode, Suspense, useState } from 'react'
import { ActsContext, type Asked } from './use-acts.ts'

/** The dialogs are fetched when something is first done: nobody has to wait for them to see the picture. */
const Dialog = lazy(() => import('./dialogs.tsx').then((m) => ({ default: m.Dialog })))

/** Holds the one act that is being asked about, around everything that may ask; focus goes back to whatever asked. */
export function ActsHost({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ asked: Asked; from: HTMLElement | null } | null>(null)
  const close = () => {
    setAsked(null)
    // After the dialog has let go of the focus, and only where it was not put elsewhere meanwhile.
    requestAnimationFrame(() => asked?.from?.isConnected && asked.from.focus())
  }
  return (
    <ActsContext value={(next) => setAsked({ asked: next, from: asker() })}>
      {/* What lies behind a question is neither reached by keys nor read aloud until it is answered. */}
      <div inert={asked !== null}>{children}</div>
      {asked && (
        <Suspense>
          <Dialog asked={asked.asked} close={close} />
        </Suspense>
      )}
    </ActsContext>
  )
}

/** What has the focus; of an entry of a menu, which is about to go, the button that opened the menu. */
function asker(): HTMLElement | null {
  const active = document.activeElement instanceof HTMLElement ? document.activeElement : null
  const opener = active?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  return (opener && document.getElementById(opener)) || active
}

import { Outlet } from '@tanstack/react-router'

/** What is around every screen. */
export function Shell() {
  return <Outlet />
}

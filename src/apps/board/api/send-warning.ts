import { useMutation } from '@tanstack/react-query'
import { WarningReceipts } from '../../client/calls.ts'
import { act, RequestFault } from './request.ts'

/** Sends a warning from a file, in CAP or a feed of it; the id of the first that was taken. What is refused is thrown. */
export function useSendWarning() {
  return useMutation({
    mutationFn: async (file: File): Promise<string> => {
      const { items } = await act(WarningReceipts, 'POST', '/warnings', { body: file })
      const taken = items.find((item) => item.id !== null)
      if (taken?.id) return taken.id
      const fault = items[0]?.fault ?? { code: 'FAULT', says: '', do: '' }
      throw new RequestFault(409, { ...fault, details: {} })
    },
  })
}

import type { FaultWords } from './told.ts'

/** What the server, its warnings, lists and map refuse. */
export const SERVED_TOLD: FaultWords = {
  RECORD_OTHER: { zh: ['此编号已用于另一条记录。', '请以新的编号发送更正。'] },
  RECORD_KIND: {
    zh: ['没有预案要求这一类别的报告。', '请选择预案中的类别。'],
    en: ['No playbook asks for reports of this kind.', 'Choose one that a playbook names.'],
  },
  ASIDE_UNKNOWN: { zh: ['没有这条另存的报告。', '请重新打开清单。'] },
  ASIDE_SETTLED: {
    zh: ['这条报告已有人处理。', '请重新打开清单。'],
    en: ['Somebody has settled this report already.', 'Look at the list again.'],
  },
  HAZARD_UNKNOWN: {
    zh: ['此处没有这处险情的报告。', '请查看险情清单，或作为新险情报告。'],
    en: ['Nobody has told of this hazard here.', 'Look at the list of hazards, or report it as a new one.'],
  },
  HAZARD_SAME_PERSON: {
    zh: ['处置人不能确认自己的处置。', '请由处置人以外的任何人到现场查看后确认。'],
    en: ['Who treated it cannot confirm it.', 'Anybody else who has looked at it may.'],
  },
  HAZARD_NOT_TREATED: {
    zh: ['届时尚无人报告该险情已处置。', '请先记录由谁、何时处置，再由他人确认。'],
    en: [
      'Nobody had said by then that it was treated.',
      'Write down who treated it and when; then somebody else may confirm.',
    ],
  },
  HAZARD_NOT_TELLER: {
    zh: ['只有最初报告人或指挥人员可以认定为误报。', '请指挥人员在险情页面说明原因后认定。'],
    en: [
      'Only who told of it first, or the coordinator, may say that it was a mistake.',
      'The coordinator does so at its page, with the reason.',
    ],
  },
  HAZARD_OVER: {
    zh: ['该险情已确认排除，或已认定为误报。', '如再次出现，请报告险情仍在。'],
    en: ['It was confirmed, or a mistake, before.', 'If it is there again, say that it stands.'],
  },
  HAZARD_LATE: {
    zh: ['该记录已超过十分钟，他人已经看到。', '请另行说明现状，或说明原因认定为误报。'],
    en: [
      'It was written more than ten minutes ago, and others have read it.',
      'Say how it is now, or that it was a mistake.',
    ],
  },
  VALUE_UNFIT: { zh: ['所填内容中有名册无法保存的字符或数值。', '请检查文字、数字与时间。'] },
  HOST_UNKNOWN: { zh: ['本系统不以“{host}”这一名称提供服务。', '请用以下名称打开：{known}。'] },
  CAMPAIGN_UNKNOWN: {
    zh: ['找不到该响应。', '请查看本县现有的响应。'],
    en: ['This campaign is not known here.', 'Look at the county for its campaigns.'],
  },
  WATCH_STUCK: {
    zh: [
      '监视文件夹中的一个文件无法读取或移走，已跳过；其他文件照常接收。',
      '请检查其权限、文件夹可否写入和磁盘空间；系统会每隔几秒重试。',
    ],
    en: [
      'A file in a watched folder cannot be taken or moved; it is passed over, and others are taken.',
      'Look whether it may be read, the folder written, and the disk has room; it is tried again every few seconds.',
    ],
  },
  FEED_FAILED: {
    zh: ['预警源无法读取，其中的预警收不到。', '请检查其网址，以及本机能否访问；系统每分钟重试一次。'],
    en: [
      'This feed cannot be read: no warning comes in from it.',
      'Check its address, and whether the server reaches it; it is tried again each minute.',
    ],
  },
  FEED_LINKS: {
    zh: [
      '预警源中有链接无法读取，其中的预警收不到。',
      '请打开该链接查看，并联系预警源的管理者；系统会自动重试，间隔逐次加长，最长一小时。',
    ],
    en: [
      'Links of this feed cannot be read: no warning comes in from them.',
      'Open the link, and tell those who run the feed; it is tried again with growing pauses, of an hour at most.',
    ],
  },
  GAUGE_AHEAD: {
    zh: ['水位站读数的时间晚于接收时间，这些读数一律不计入。', '请校正记录仪的时钟，或注明其时区偏移后重新发送。'],
  },
  WARNING_UNREADABLE: {
    zh: ['这条预警保存的内容无法读取，没有据此呼叫任何人。', '请查看其原文，自行呼叫有关人员；重新发送，或手动结束。'],
    en: [
      'This warning cannot be read as it was kept; nobody is called by it.',
      'Look at its text and call those whom it means yourself; send it again, or end it by hand.',
    ],
  },
  WARNING_UNKNOWN: {
    zh: ['找不到该预警。', '请查看预警清单。'],
    en: ['This warning is not known.', 'Look at the list of warnings.'],
  },
  WARNING_CHAIN_LONG: {
    zh: ['该预警通过引用与过多消息相关联，未予判定。', '请核实发送方的情况；应由它解除的预警，请在其页面上人工结束。'],
    en: [
      'This warning is tied by references to too many others, and was not weighed.',
      'Look at what its sender does. What it should end is ended by hand, on its page.',
    ],
  },
  WARNING_DECIDED: {
    zh: ['该预警没有待确认的事项。', '请查看其后续情况。'],
    en: ['Nothing is asked of this warning any more.', 'Look at what became of it.'],
  },
  WARNING_OVER: {
    zh: ['该预警已不再有效，无需结束。', '请查看其后续情况。'],
    en: ['This warning stands no longer: there is nothing to end.', 'Look at what became of it.'],
  },
  RECORD_UNKNOWN: {
    zh: ['找不到该记录。', '请查看该地点的动态。'],
    en: ['This record is not known.', 'Look at its place for what happened there.'],
  },
  DISTRICT_UNKNOWN: { zh: ['没有编码为“{district}”的县。', '请选择县级区域：应急工作在县级开展。'] },
  LIST_UNKNOWN: {
    zh: ['没有这个清单。', '请从清单页选择。'],
    en: ['There is no such list.', 'Choose one from the lists.'],
  },
  LIST_FILTER: {
    zh: ['此清单不能这样筛选。', '请从所列条件中选择。'],
    en: ['The list cannot be narrowed like this.', 'Choose from the filters that it offers.'],
  },
  LIST_SORT: {
    zh: ['此清单不能这样排序。', '请从所列排序中选择。'],
    en: ['The list has no such order.', 'Choose from the orders that it offers.'],
  },
  LIST_NEEDS: {
    zh: ['此清单过长，不能整体查看。', '请先筛选。'],
    en: ['The list is too long to be read whole.', 'Narrow it first.'],
  },
  LIST_TOO_WIDE: {
    zh: ['{area}高于县级，而清单按县保存。', '请选择其下的县。'],
    en: ['{area} lies above the counties, and the list is kept county by county.', 'Choose a county below it.'],
  },
  DEMO_MISSING: { zh: ['当前名册不是示例县，演习只能在示例县进行。', '请为演习另用一个空名册。'] },
  BODY_TOO_LARGE: {
    zh: ['文件过大，上限为200 MB。', '请分成几个文件上传。'],
    en: ['The file is too large: at most 200 MB are taken.', 'Send it in parts.'],
  },
  ORIGIN_FOREIGN: { zh: ['此页面无权在此操作。', '请直接打开本系统。'] },
  ROUTE_UNKNOWN: {
    zh: ['服务器不提供此功能。', '请刷新页面：服务器可能已更新。'],
    en: ['The server does not know this request.', 'Reload the page: the server may have been updated.'],
  },
  FAULT: { zh: ['服务器出错。', '请重试；详情见服务器日志。'] },
  OFFLINE: {
    zh: ['服务器没有响应。', '请检查网络连接后重试。'],
    en: ['The server does not answer.', 'Check the connection and try again.'],
  },
}

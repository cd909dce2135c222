import { type SampleDesk, shopNumber } from './sample-desk.ts'
import { people } from './sample-people.ts'

const { ana, oliver, camille, yuki } = people

/** Two calls, a group, a customer with a new number, and news about a template and the number. */
export function callsAndTheRest(desk: SampleDesk): void {
  customerCalls(desk)
  shopCalls(desk)
  groupTalks(desk)
  desk.inbound(130, camille, 'has a new number', {
    type: 'system',
    system: {
      type: 'user_changed_number',
      wa_id: '33639980044',
      body: 'Camille Durand changed from 33639980012 to 33639980044',
    },
  })
  desk.inbound(134, { ...camille, phone: '33639980044' }, 'writes from the new number', {
    type: 'text',
    text: { body: 'C’est Camille, voici mon nouveau numéro.' },
  })
  desk.accountChange(140, 'a template was approved', 'message_template_status_update', {
    event: 'APPROVED',
    message_template_id: 1_480_022_310_011,
    message_template_name: 'order_on_its_way',
    message_template_language: 'en',
    message_template_category: 'UTILITY',
    reason: 'NONE',
  })
  desk.accountChange(142, 'the number may send more', 'phone_number_quality_update', {
    display_phone_number: shopNumber,
    event: 'UPGRADE',
    current_limit: 'TIER_10K',
  })
}

function customerCalls(desk: SampleDesk): void {
  const call = { id: desk.id('wacid'), from: oliver.phone, to: shopNumber, direction: 'USER_INITIATED' }
  const contacts = [{ profile: { name: oliver.name }, wa_id: oliver.phone }]
  desk.change(100, `${oliver.name} calls`, 'calls', {
    contacts,
    calls: [{ ...call, event: 'connect', timestamp: desk.seconds(100), session: { sdp_type: 'offer', sdp: 'v=0' } }],
  })
  desk.change(104, `${oliver.name} hangs up`, 'calls', {
    contacts,
    calls: [
      {
        ...call,
        event: 'terminate',
        status: 'Completed',
        timestamp: desk.seconds(104),
        start_time: desk.seconds(100.2),
        end_time: desk.seconds(104),
        duration: '228',
      },
    ],
  })
}

function shopCalls(desk: SampleDesk): void {
  desk.inbound(105, ana, 'allows calls', {
    type: 'interactive',
    interactive: {
      type: 'call_permission_reply',
      call_permission_reply: {
        response: 'accept',
        expiration_timestamp: Number(desk.seconds(105)) + 604_800,
        response_source: 'user_action',
      },
    },
  })
  const call = { id: desk.id('wacid'), from: shopNumber, to: ana.phone, direction: 'BUSINESS_INITIATED' }
  desk.change(106, `the shop calls ${ana.name}`, 'calls', {
    calls: [{ ...call, event: 'connect', timestamp: desk.seconds(106), session: { sdp_type: 'answer', sdp: 'v=0' } }],
  })
  for (const [index, status] of ['RINGING', 'ACCEPTED'].entries()) {
    const minute = 106.1 + index / 10
    desk.change(minute, `call to ${ana.name}: ${status.toLowerCase()}`, 'calls', {
      statuses: [{ id: call.id, type: 'call', status, timestamp: desk.seconds(minute), recipient_id: ana.phone }],
    })
  }
  desk.change(108, `call to ${ana.name} ends`, 'calls', {
    calls: [{ ...call, event: 'terminate', status: 'COMPLETED', timestamp: desk.seconds(108), duration: 95 }],
  })
}

function groupTalks(desk: SampleDesk): void {
  const group_id = '120363020000000042@g.us'
  desk.change(115, 'a group is made', 'group_lifecycle_update', {
    groups: [
      {
        type: 'group_create',
        group_id,
        timestamp: desk.seconds(115),
        subject: 'Repair Café Saturday',
        added_participants: [ana, oliver, yuki].map(({ phone }) => ({ input: phone, wa_id: phone })),
      },
    ],
  })
  const said = desk.inbound(117, ana, 'writes to the group', {
    group_id,
    type: 'text',
    text: { body: 'I can bring two soldering irons on Saturday' },
  })
  desk.inbound(118, yuki, 'answers in the group', {
    group_id,
    type: 'text',
    text: { body: '土曜日に行きます!' },
    context: { from: ana.phone, id: said },
  })
}

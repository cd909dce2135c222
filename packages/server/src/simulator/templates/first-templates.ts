import type { Json } from '../graph-error.ts'

/** What a new business account has, approved: one of each kind that is sent differently. */
export const firstTemplates: readonly {
  readonly name: string
  readonly language: string
  readonly category: string
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  readonly components: readonly Json[]
}[] = [
  {
    name: 'hello_world',
    language: 'en_US',
    category: 'UTILITY',
    parameterFormat: 'POSITIONAL',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Hello' },
      { type: 'BODY', text: 'This is the first template of the simulator. It has no parameters.' },
      { type: 'FOOTER', text: 'Nothing leaves this machine' },
    ],
  },
  {
    name: 'order_update',
    language: 'en_US',
    category: 'UTILITY',
    parameterFormat: 'POSITIONAL',
    components: [
      {
        type: 'BODY',
        text: 'Hi {{1}}, your order {{2}} has left our shop.',
        example: { body_text: [['Robin', 'A-1007']] },
      },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'Follow it', url: 'https://shop.example.com/orders/{{1}}', example: ['A-1007'] },
          { type: 'QUICK_REPLY', text: 'Change address' },
        ],
      },
    ],
  },
  {
    name: 'appointment_reminder',
    language: 'en',
    category: 'UTILITY',
    parameterFormat: 'NAMED',
    components: [
      {
        type: 'BODY',
        text: 'Dear {{first_name}}, we expect you on {{day}} at {{time}}.',
        example: {
          body_text_named_params: [
            { param_name: 'first_name', example: 'Robin' },
            { param_name: 'day', example: 'Tuesday' },
            { param_name: 'time', example: '9:30' },
          ],
        },
      },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Confirm' },
          { type: 'QUICK_REPLY', text: 'Move it' },
        ],
      },
    ],
  },
  {
    name: 'seasonal_offer',
    language: 'en_US',
    category: 'MARKETING',
    parameterFormat: 'POSITIONAL',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::simulated'] } },
      { type: 'BODY', text: 'For {{1}}: {{2}} off everything this week.', example: { body_text: [['Robin', '20 %']] } },
      { type: 'FOOTER', text: 'Answer STOP to get no more offers' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Stop offers' }] },
    ],
  },
  {
    name: 'sign_in_code',
    language: 'en_US',
    category: 'AUTHENTICATION',
    parameterFormat: 'POSITIONAL',
    components: [
      { type: 'BODY', text: '*{{1}}* is your code.', add_security_recommendation: true },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }] },
    ],
  },
]

import type { assistants as english } from '../en/assistants.ts'
import type { Words } from '../words.ts'

export const assistants: Words<typeof english> = {
  title: 'Asistentes',
  intro: 'Programas que leen aquí para las personas, y escriben donde se les permite.',
  connect: 'Conectar un asistente',
  connectIntro: 'No recibe más que lo que elijas aquí, y todo lo que pide queda en la auditoría.',
  empty: {
    title: 'Todavía no hay ningún asistente',
    titleOwn: 'Ningún asistente tuyo',
    textOwn:
      'Aquí están los asistentes que tú admites. Los que trabajan con claves los ve quien administra las claves.',
    text: 'Claude, Cursor, ChatGPT y otros pueden leer conversaciones y proponer respuestas. Tú decides qué pueden hacer.',
  },
  letInBy: 'Admitido por {name}, en {host}',
  byKey: 'Con la clave «{name}», lo último: {tool}',
  lastUsed: 'usado {when}',
  neverUsed: 'aún sin usar',
  disconnect: 'Desconectar',
  disconnectTitle: '¿Desconectar {name}?',
  disconnectText: 'Deja de tener acceso enseguida. Lo que quería enviar y aún espera se cancela.',
  client: 'Qué programa',
  other: 'Otro programa',
  may: {
    label: 'Qué puede hacer',
    reads: 'Solo leer',
    proposes: 'Leer y proponer mensajes',
    sends: 'Leer y enviar',
  },
  explained: {
    reads: 'Ve conversaciones, contactos, mensajes y llamadas, y no envía nada.',
    proposes: 'Lo que quiere enviar espera hasta que una persona lo apruebe.',
    sends: 'Lo que envía sale enseguida, sin que nadie lo mire antes.',
  },
  accounts: 'Qué números',
  allAccounts: 'Todos',
  cap: 'Máximo de mensajes al día',
  capHint: 'Vacío: sin límite propio.',
  optional: 'opcional',
  name: 'Nombre de la clave',
  nameHint: 'Por el que se reconoce aquí y en la auditoría.',
  makeKey: 'Crear una clave',
  once: 'La clave se muestra solo esta vez. Cópiala ahora; si se pierde, desconéctala y crea otra.',
  key: 'Solo la clave',
  terminal: 'En una terminal',
  where: {
    'claude-code': 'Pega esto en una terminal; después /mcp en Claude Code lo muestra.',
    'claude-desktop':
      'Para Claude Desktop en la máquina donde corre el servidor: Configuración → Desarrollador → Editar configuración. Pégalo y reinicia Claude Desktop.',
    cursor: 'Pégalo en el archivo (para un proyecto: .cursor/mcp.json) y actívalo en Settings → MCP.',
    vscode:
      'Pégalo en el archivo, o ejecuta «MCP: Open User Configuration» para todos los proyectos. No guardes el archivo en el control de versiones: contiene la clave.',
    windsurf: 'Pégalo en el archivo y actualiza la lista de servidores MCP en Cascade.',
    codex: 'Pega esto en una terminal. La variable tiene que estar definida cada vez que se inicie Codex.',
    chatgpt:
      'En ChatGPT abre Configuración → Apps y conectores → Avanzado, activa el modo de desarrollador y crea un conector con esta dirección y OAuth.',
    'claude-web': 'En Claude abre Configuración → Conectores → Añadir conector personalizado e indica esta dirección.',
    other: 'MCP por Streamable HTTP en esta dirección, con la clave como cabecera.',
  },
  address: 'Dirección',
  addressHint: 'No necesita clave: pide permiso a una persona.',
  oauth: {
    sign: 'Abre una página de este servidor: inicia sesión y elige qué puede hacer.',
    appears: 'Después aparece en la lista de asistentes.',
  },
  unreachable: {
    title: 'No llega a este servidor',
    text: 'Corre en internet, y este servidor no tiene dirección pública. Define PUBLIC_BASE_URL con un nombre propio; la dirección de un túnel cambia con cada inicio.',
  },
  calls: {
    title: 'Primera llamada',
    waiting: 'Esperando al asistente: pídele que liste tus conversaciones…',
    connected: '{client} está conectado.',
    refused: 'rechazada',
  },
  toList: 'A los asistentes',
}

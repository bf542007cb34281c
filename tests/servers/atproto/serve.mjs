// Starts a personal data server and a directory of DIDs on loopback, in memory and a folder of its own.
// Writes one line of JSON once both listen: {"pds": "http://...", "plc": "http://..."}. Ends when its input ends.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [folder, modules] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${modules}/package.json`))
const plc = require('@did-plc/lib')
const { PDS, envToCfg, envToSecrets } = require('@atproto/pds')

const ANY_KEY = '1'.repeat(64)
const logs = new Map()

const free = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

const answer = (response, status, value) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

async function directory(request, response) {
  const [did, part] = decodeURIComponent(request.url.slice(1)).split('/')
  const log = logs.get(did) ?? []
  if (request.method === 'POST') {
    let body = ''
    for await (const piece of request) body += piece
    logs.set(did, [...log, JSON.parse(body)])
    return answer(response, 200, {})
  }
  if (!log.length) return answer(response, 404, { message: `DID not registered: ${did}` })
  if (part === 'log') return answer(response, 200, log)
  const data = await plc.validateOperationLog(did, log)
  return answer(response, 200, part === 'data' ? data : await plc.formatDidDoc(data))
}

const plcServer = createServer((request, response) => {
  directory(request, response).catch((error) => answer(response, 500, { message: String(error) }))
})
await new Promise((resolve) => plcServer.listen(0, '127.0.0.1', resolve))
const plcUrl = `http://127.0.0.1:${plcServer.address().port}`

const port = await free()
const environment = {
  port,
  hostname: 'localhost',
  dataDirectory: folder,
  blobstoreDiskLocation: `${folder}/blobs`,
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  devMode: true,
  disableSsrfProtection: true,
  rateLimitsEnabled: false,
  crawlers: [],
  trustedOAuthClients: [],
  handleBackupNameservers: [],
  rateLimitBypassIps: [],
  didPlcUrl: plcUrl,
  bskyAppViewUrl: 'http://127.0.0.1:9',
  bskyAppViewDid: 'did:web:app.invalid',
  jwtSecret: 'a secret of the tests',
  adminPassword: 'a password of the tests',
  plcRotationKeyK256PrivateKeyHex: ANY_KEY,
}
const server = await PDS.create(envToCfg(environment), envToSecrets(environment))
await server.start()

console.log(JSON.stringify({ pds: `http://localhost:${port}`, plc: plcUrl }))

process.stdin.resume()
process.stdin.on('end', async () => {
  await server.destroy()
  plcServer.close()
  process.exit(0)
})

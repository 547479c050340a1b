// Runs the program as a page would: node main.mjs
import { dotnet } from './_framework/dotnet.js';

const { runMain } = await dotnet.create();
process.exitCode = await runMain();

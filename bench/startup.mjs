// `iamspect --version` against `node -e 0`: commands load what they need, no more.
import { BIN, inTurn, print, result, runNode } from "./lib.mjs";

const [floor, version, help] = await inTurn(
  [
    () => runNode(["-e", "0"], ".", false),
    () => runNode([BIN, "--version"], ".", false),
    () => runNode([BIN, "--help"], ".", false),
  ],
  15,
);
print("Start-up", [
  result("--version, times `node -e 0`", version / floor, 2, "x"),
  result("--help, times `node -e 0`", help / floor, 3, "x"),
]);

#i "nuget: FEED"
#r "nuget: Autograd, VERSION"
open Autograd

let tape = new Tape<double>()
let W = tape.Variable([| 0.5; -0.5; 0.25; 1.0; -1.0; 0.75 |], [| 3n; 2n |])
let x = tape.Variable([| 1.0; 2.0 |], [| 2n |])
let loss = (2.0 * W.MatMul(x) + 1.0).Square().Sum()
let gradients = loss.Backward()
printfn $"{loss} {gradients[x]} {gradients[W]}"

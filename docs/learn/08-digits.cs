#:project ../../src/Autograd.Training
using System.IO.Compression;
using Autograd;

string here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(here, "../../examples/02-Digits/data/digits.csv.gz")), CompressionMode.Decompress));
float[][] rows = [.. file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',').Select(float.Parse).ToArray())];
var learned = Take(rows.Where((_, k) => k % 5 != 0));
var heldOut = Take(rows.Where((_, k) => k % 5 == 0));
Console.WriteLine($"{learned.Labels.Length} to learn from, {heldOut.Labels.Length} held out");

static (float[] Pixels, int[] Labels) Take(IEnumerable<float[]> rows) =>
    ([.. rows.SelectMany(row => row.Take(64).Select(ink => ink / 16))], [.. rows.Select(row => (int)row[64])]);

var random = new RandomGenerator(seed: 1);
var model = new Sequential<float>(
    new Linear<float>("1", 64, 64, Initializer.HeNormal, random),
    ActivationLayer<float>.Relu,
    new Linear<float>("2", 64, 10, Initializer.GlorotUniform, random));
var optimizer = new Adam<float>(model.Parameters, learningRate: 0.003);
using var loader = new DataLoader<float, int>(new ArrayDataSet<float, int>(learned.Pixels, [64], learned.Labels, []), batchSize: 32, seed: 1, dropLast: true);
Console.Write(model.ToTable([32, 64]));

using var tape = new Tape<float>();
double[] losses = new double[10];
for (int epoch = 1; epoch <= 10; epoch++)
{
    double sum = 0;
    foreach (var batch in loader.RestOfEpoch())
    {
        tape.Reset();
        var loss = model.Forward(tape.Constant(batch.Inputs, [batch.Count, 64]), Pass.Training(seed: 1)).CrossEntropy(batch.Targets);
        optimizer.Step(loss.Backward());
        sum += loss.Scalar;
    }

    losses[epoch - 1] = sum / loader.BatchCount;
    if (epoch % 2 == 0) Console.WriteLine($"epoch {epoch,2}: loss {sum / loader.BatchCount:0.0000}, {Right(heldOut):0.0 %} of those held out are right");
}

double Right((float[] Pixels, int[] Labels) scans)
{
    tape.Reset();
    var scores = model.Forward(tape.Constant(scans.Pixels, [scans.Labels.Length, 64]), Pass.Inference);
    int[] answers = scores.ArgMax(-1).Values.ToArray();
    return answers.Where((answer, k) => answer == scans.Labels[k]).Count() / (double)answers.Length;
}

double[] epochs = [.. Enumerable.Range(1, losses.Length)];
File.WriteAllText("08-loss.svg", new LineChart("Loss of the digits") { HorizontalTitle = "epoch" }.Add("cross-entropy", epochs, losses).ToSvg());

string path = Path.Combine(Path.GetTempPath(), "digits.safetensors");
Safetensors.Save(path, model);
Console.WriteLine(string.Join(", ", Safetensors.List(path).Select(entry => entry.Name)));
File.Delete(path);

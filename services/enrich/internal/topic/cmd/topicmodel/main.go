// Command topicmodel writes the weights of package classify, learnt from four fifths
// of HuffPost's stories in the corpus (CC BY 4.0); the rest, by a hash of the title,
// is never learnt from and measures them:
//
//	go run ./internal/topic/cmd/topicmodel -o internal/topic/classify/weights.gz ../../../shared/corpus/topics/huffpost.ndjson.gz
//
// It must not be part of what ships.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"

	"github.com/wireroom/wireroom/services/enrich/internal/topic/classify"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	out := flag.String("o", "weights.gz", "the file to write")
	flag.Parse()
	all, err := classify.ReadExamples(flag.Arg(0))
	if err != nil {
		return err
	}
	var learnt []classify.Example
	for _, e := range all {
		if !classify.HeldBack(e.Title) {
			learnt = append(learnt, e)
		}
	}
	c, err := classify.Untrained()
	if err != nil {
		return err
	}
	// chosen by cross-validation on what is learnt from
	classes, bias, features := c.Train(learnt, classify.Learning{Epochs: 15, Rate: 0.3, Decay: 1e-3, Balance: 0.4, Least: 2})
	var buf bytes.Buffer
	if err := classify.Encode(&buf, classes, bias, features); err != nil {
		return err
	}
	fmt.Printf("%d examples of %d, %d features, %d bytes\n", len(learnt), len(all), len(features), buf.Len())
	return os.WriteFile(*out, buf.Bytes(), 0o644)
}

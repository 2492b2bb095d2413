// Command clustertest installs the chart into the cluster that KUBECONFIG names, and
// tries what the chart promises.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/wireroom/wireroom/deploy/internal/cluster"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cluster test:", err)
		os.Exit(1)
	}
	fmt.Println("cluster test: passed")
}

func run(ctx context.Context, args []string) error {
	o := cluster.Options{Out: os.Stdout}
	flags := flag.NewFlagSet("clustertest", flag.ExitOnError)
	flags.StringVar(&o.Chart, "chart", "charts/wireroom", "folder of the chart")
	flags.StringVar(&o.Namespace, "namespace", "wireroom-test", "namespace, made and deleted")
	flags.StringVar(&o.Tag, "tag", "0.2.0", "version to install")
	flags.StringVar(&o.Next, "next", "0.2.1", "version to roll out")
	flags.IntVar(&o.Rate, "rate", 200, "articles a second")
	flags.DurationVar(&o.Calm, "calm", 15*time.Second, "how long articles flow before and after each upheaval")
	flags.IntVar(&o.Kills, "kills", 2, "rounds in which a pod of each kind is deleted")
	flags.StringVar(&o.Corpus, "corpus", "../shared/corpus", "folder of the corpus")
	flags.BoolVar(&o.Keep, "keep", false, "leave everything as it is at the end")
	values := flags.String("set", "", "more values for helm, by semicolon")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *values != "" {
		o.Values = strings.Split(*values, ";")
	}
	return cluster.Run(ctx, o)
}

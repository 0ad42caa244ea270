package telemetry

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what the service does, for Prometheus. Its labels have few
// values: addresses of the service, methods of the store, codes of errors; never
// what somebody asked for.
type Metrics struct {
	registry *prometheus.Registry

	requests    *prometheus.CounterVec
	requestTime *prometheus.HistogramVec
	operations  *prometheus.CounterVec
	operation   *prometheus.HistogramVec
	cost        prometheus.Histogram
	storeCalls  *prometheus.CounterVec
	storeTime   *prometheus.HistogramVec
	storeValues *prometheus.CounterVec
	running     prometheus.Gauge
	ready       prometheus.Gauge
	subscribers prometheus.Gauge
}

// seconds are the bounds of the times that are told apart: from an answer out of
// memory to one at the limit.
var seconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// NewMetrics makes metrics with a registry of their own, which also tells of the
// process and the Go runtime. version is of the program.
func NewMetrics(version string) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "entente", Name: name, Help: help}, labels)
	}
	times := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "entente", Name: name, Help: help, Buckets: seconds}, labels)
	}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "entente", Name: name, Help: help})
	}
	m := &Metrics{
		registry:    prometheus.NewRegistry(),
		requests:    counter("http_requests_total", "Requests that were answered.", "route", "method", "status"),
		requestTime: times("http_request_seconds", "Time from a request to the end of its answer.", "route"),
		operations:  counter("operations_total", "GraphQL operations, by their type and how they ended: OK or the code of the first error.", "type", "outcome"),
		operation:   times("operation_seconds", "Time to answer a GraphQL operation.", "type"),
		cost: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "entente", Name: "operation_cost", Help: "Values that the answer to an operation may have, by the pages asked for.",
			Buckets: prometheus.ExponentialBuckets(10, 5, 8),
		}),
		storeCalls:  counter("store_calls_total", "Calls of the store, by method and how they ended: OK or a kind of error.", "method", "outcome"),
		storeTime:   times("store_call_seconds", "Time of a call of the store, until its last value was read.", "method"),
		storeValues: counter("store_values_total", "Values that calls of the store gave or took.", "method"),
		running:     gauge("operations_running", "Operations and exports that are being answered."),
		ready:       gauge("ready", "1 if the store could be reached when it was last asked, 0 if not."),
		subscribers: gauge("subscribers", "Subscriptions that are open."),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "entente", Name: "build_info", Help: "Always 1; the label tells the version.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), build,
		m.requests, m.requestTime, m.operations, m.operation, m.cost, m.storeCalls, m.storeTime, m.storeValues,
		m.running, m.ready, m.subscribers,
	)
	return m
}

// ServeHTTP answers with the metrics, as Prometheus reads them.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(w, r)
}

// Answered counts a request.
func (m *Metrics) Answered(route, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, knownMethod(method), strconv.Itoa(status)).Inc()
	m.requestTime.WithLabelValues(route).Observe(took.Seconds())
}

// knownMethod keeps whoever asks from making labels.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodDelete, http.MethodPut, http.MethodPatch:
		return method
	}
	return "other"
}

// Operated counts a GraphQL operation.
func (m *Metrics) Operated(o Operation, took time.Duration) {
	kind := o.Type
	if kind == "" {
		kind = "unread"
	}
	m.operations.WithLabelValues(kind, o.Outcome).Inc()
	m.operation.WithLabelValues(kind).Observe(took.Seconds())
	if o.Cost > 0 {
		m.cost.Observe(float64(o.Cost))
	}
}

// Running counts what is being answered, up or down.
func (m *Metrics) Running(n int) { m.running.Add(float64(n)) }

// Subscribed counts subscriptions, up or down.
func (m *Metrics) Subscribed(n int) { m.subscribers.Add(float64(n)) }

// Ready tells whether the store could be reached.
func (m *Metrics) Ready(is bool) {
	if is {
		m.ready.Set(1)
	} else {
		m.ready.Set(0)
	}
}

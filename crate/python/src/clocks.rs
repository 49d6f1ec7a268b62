//! Python's clocks are the session's: below an engine in a browser there is no operating system to ask.
//!
//! `time.time()` reads the date of the browser by itself. Local time is UTC, as the session's `TIME_ZONE`.

use rustpython_vm::{
    AsObject, FromArgs, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    builtins::{PyClassMethod, PyTypeRef},
    function::{FuncArgs, KwArgs},
};

use crate::state::State;

/// Arguments of `datetime.now`.
#[derive(FromArgs)]
struct NowArgs {
    #[pyarg(any, default)]
    tz: Option<PyObjectRef>,
}

/// Replaces what asks the system.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let time = vm.import("time", 0)?;
    for name in ["monotonic", "perf_counter", "process_time", "thread_time"] {
        time.set_attr(name, vm.new_function(name, seconds), vm)?;
    }
    for name in ["monotonic_ns", "perf_counter_ns", "process_time_ns", "thread_time_ns"] {
        time.set_attr(name, vm.new_function(name, nanoseconds), vm)?;
    }
    time.set_attr("time_ns", vm.new_function("time_ns", nanoseconds_of_day), vm)?;
    for name in ["asctime", "ctime", "gmtime", "localtime", "strftime"] {
        let original = time.get_attr(name, vm)?;
        time.set_attr(name, vm.new_function(name, at_a_moment(name, original)), vm)?;
    }
    time.set_attr("sleep", vm.new_function("sleep", sleep), vm)?;
    let module = vm.import("_datetime", 0)?;
    let class = |name: &'static str| -> PyResult<PyTypeRef> { module.get_attr(name, vm)?.try_into_value(vm) };
    let method = |function: PyObjectRef| PyClassMethod::from(function).into_ref(&vm.ctx).into();
    let datetime = class("datetime")?;
    datetime.set_attr(vm.ctx.intern_str("now"), method(vm.new_function("now", now).into()));
    for name in ["utcnow", "today"] {
        datetime.set_attr(vm.ctx.intern_str(name), method(vm.new_function(name, naive_now).into()));
    }
    class("date")?.set_attr(vm.ctx.intern_str("today"), method(vm.new_function("today", today).into()));
    Ok(())
}

fn micros() -> f64 {
    State::current().map_or(0.0, |state| (state.clock)())
}

fn seconds(_vm: &VirtualMachine) -> f64 {
    micros() / 1e6
}

fn nanoseconds(_vm: &VirtualMachine) -> u64 {
    (micros() * 1e3) as u64
}

fn nanoseconds_of_day(vm: &VirtualMachine) -> PyResult<u64> {
    let seconds: f64 = vm.call_method(&*vm.import("time", 0)?, "time", ())?.try_into_value(vm)?;
    // Of a double, whose last digits would be made up.
    Ok((seconds * 1e6) as u64 * 1000)
}

/// A function of `time` that takes this moment where none is given.
fn at_a_moment(name: &'static str, original: PyObjectRef) -> impl Fn(FuncArgs, &VirtualMachine) -> PyResult {
    move |mut args, vm| {
        let place = usize::from(name == "strftime");
        args.args
            .truncate(args.args.len() - usize::from(args.args.get(place).is_some_and(|moment| vm.is_none(moment))));
        if args.args.len() == place {
            let time = vm.import("time", 0)?;
            let now = vm.call_method(&time, "time", ())?;
            let takes_parts = matches!(name, "asctime" | "strftime");
            args.args.push(if takes_parts { vm.call_method(&time, "gmtime", (now,))? } else { now });
        }
        original.call(args, vm)
    }
}

/// Waits, and asks the budget meanwhile.
fn sleep(duration: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let duration = duration.try_float(vm)?.to_f64();
    if duration < 0.0 {
        return Err(vm.new_value_error("sleep length must be non-negative"));
    }
    let end = micros() + duration * 1e6;
    while micros() < end {
        if let Some(state) = State::current() {
            state.limits.check_time(&state, vm)?;
        }
        std::hint::spin_loop();
    }
    Ok(())
}

/// This moment in a zone, as an object of this class.
fn moment(class: &PyTypeRef, zone: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let time = vm.import("time", 0)?;
    let now = vm.call_method(&time, "time", ())?;
    vm.call_method(class.as_object(), "fromtimestamp", (now, zone))
}

fn utc(vm: &VirtualMachine) -> PyResult {
    vm.import("_datetime", 0)?.get_attr("timezone", vm)?.get_attr("utc", vm)
}

fn now(class: PyTypeRef, args: NowArgs, vm: &VirtualMachine) -> PyResult {
    match args.tz.filter(|zone| !vm.is_none(zone)) {
        Some(zone) => moment(&class, zone, vm),
        None => naive_now(class, vm),
    }
}

fn naive_now(class: PyTypeRef, vm: &VirtualMachine) -> PyResult {
    let aware = moment(&class, utc(vm)?, vm)?;
    let none: KwArgs = [("tzinfo".to_owned(), vm.ctx.none())].into_iter().collect();
    aware.get_attr("replace", vm)?.call(FuncArgs::new(Vec::new(), none), vm)
}

fn today(class: PyTypeRef, vm: &VirtualMachine) -> PyResult {
    let datetime: PyTypeRef = vm.import("_datetime", 0)?.get_attr("datetime", vm)?.try_into_value(vm)?;
    if class.fast_issubclass(&datetime) {
        return naive_now(class, vm);
    }
    let now = moment(&datetime, utc(vm)?, vm)?;
    let part = |name: &'static str| now.get_attr(name, vm);
    class.as_object().call((part("year")?, part("month")?, part("day")?), vm)
}

#[cfg(test)]
mod tests {
    use outerref_lab::report::{ApproachSource, Budget};

    use crate::session::{Session, Watch, system_clock};

    fn run(code: &str) -> String {
        let session = Session::new(system_clock());
        let source = ApproachSource { name: "Try".into(), source: code.into() };
        let outcome = session.run(&source, &Budget::default(), Watch::AtQueries, &[]);
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
        outcome.stdout
    }

    #[test]
    fn clocks_go_forward() {
        let code = "import time\na = time.perf_counter()\ntime.sleep(0.01)\nb = time.perf_counter()\n\
                    print(0.009 < b - a < 5, time.monotonic_ns() > 0, time.process_time() > 0)";
        assert_eq!(run(code), "True True True\n");
    }

    #[test]
    fn this_moment_is_taken_where_none_is_given() {
        let code = "import time\n\
                    print(time.gmtime().tm_year > 2000, time.localtime(None).tm_year > 2000, time.strftime('%Y', time.gmtime(0)))\n\
                    print(len(time.strftime('%Y')), time.ctime(0), len(time.asctime()), abs(time.time_ns() / 1e9 - time.time()) < 1)";
        assert_eq!(run(code), "True True 1970\n4 Thu Jan  1 00:00:00 1970 24 True\n");
    }

    #[test]
    fn now_is_the_time_of_day_in_utc() {
        let code = "import time\nfrom datetime import date, datetime, timedelta, timezone\n\
                    class Mine(datetime): pass\n\
                    naive, aware = datetime.now(), datetime.now(tz=timezone(timedelta(hours=2)))\n\
                    print(naive.tzinfo, aware.utcoffset(), type(Mine.now()).__name__, type(Mine.today()).__name__)\n\
                    print(abs(naive.replace(tzinfo=timezone.utc).timestamp() - time.time()) < 5)\n\
                    print(abs((datetime.utcnow() - naive).total_seconds()) < 5, date.today() >= naive.date())";
        assert_eq!(run(code), "None 2:00:00 Mine Mine\nTrue\nTrue True\n");
    }
}

/** The module is not divided: there is no second half. */
export default null;

"""A page of Streamlit with a heading, a small table and a small chart: what a page with these costs at least."""

import altair as alt
import polars as pl
import streamlit as st

ROWS = 50

numbers = pl.DataFrame({"a": range(ROWS), "b": range(ROWS)})
st.title("A page")
st.altair_chart(alt.Chart(numbers).mark_line().encode(x="a", y="b"))
st.dataframe(numbers)

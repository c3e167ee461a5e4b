"""A page of Streamlit with a heading and nothing else."""

import streamlit as st

st.title("A page")

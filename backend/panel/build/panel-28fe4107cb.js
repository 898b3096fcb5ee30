import{m128_CodeField as o,m128_PasswordField as s}from"./panel-1ecaf5e0bb.js";export{o as a,s as b};

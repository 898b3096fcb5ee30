import{m128_CodeField as o,m128_PasswordField as s}from"./panel-0577cb60ff.js";export{o as a,s as b};

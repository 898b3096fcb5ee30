import{m135_CodeField as o,m135_PasswordField as s}from"./panel-5f3437e109.js";export{o as a,s as b};

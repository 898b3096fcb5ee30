import{m135_CodeField as o,m135_PasswordField as s}from"./panel-d8ec9ef0dc.js";export{o as a,s as b};

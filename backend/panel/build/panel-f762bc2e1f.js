import{m129_CodeField as o,m129_PasswordField as s}from"./panel-a0272cd8d7.js";export{o as a,s as b};

import{m129_CodeField as o,m129_PasswordField as s}from"./panel-77efad5840.js";export{o as a,s as b};
